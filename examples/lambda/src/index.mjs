const PRICE = 250

/** The price of an order, in cents. */
export const handler = async ({ quantity = 1 }) => ({ quantity, total: quantity * PRICE })
