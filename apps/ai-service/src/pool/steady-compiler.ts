import { setFlagsFromString } from 'node:v8';

/**
 * Threads that are started from here on compile their code themselves. On a thread beside them, V8 11 compiles the
 * constructor of a class against the layout that its first objects have, while the seventh of them changes that layout;
 * the code then writes outside of the object, and the process ends without a word. Two in a hundred services did so at
 * their fourth analysis on a busy machine.
 */
setFlagsFromString('--no-concurrent-recompilation');
