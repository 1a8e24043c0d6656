/** Injection token of what a delivery is run with. */
export const DELIVERY_PARTS = Symbol('delivery parts');
