require('http')
  .createServer((request, response) => response.end('{"ok":true}'))
  .listen(Number(process.env.PORT || 8080))
