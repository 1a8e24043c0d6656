import { setFlagsFromString } from 'node:v8';

/**
 * Disables concurrent recompilation for all threads started from now on. V8 11 compiles the constructor of a class on
 * another thread with the object layout of the first instances, while the seventh instance changes that layout. The
 * code then writes outside the object and the process ends without a message (2 of 100 services at their fourth
 * analysis on a busy machine).
 */
setFlagsFromString('--no-concurrent-recompilation');
