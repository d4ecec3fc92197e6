#!/bin/bash
set -e
cd "${DESTDIR:-}/opt/stock"
nohup node server.js > /dev/null 2>&1 < /dev/null &
echo $! > pid
