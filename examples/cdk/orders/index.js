/** Takes an order. */
exports.handler = async ({ quantity = 1 }) => ({ accepted: true, quantity })
