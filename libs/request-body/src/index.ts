/** How to treat the body of an HTTP request that is refused before it has arrived whole. */
export { drainBody } from './drain-body.js';
