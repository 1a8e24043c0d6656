/** Counting the tasks of a state stops here: beyond it nobody minds the number, and counting would take ever longer. */
export const mostCounted = 10_000;
