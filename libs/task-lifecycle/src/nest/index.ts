/** The connections of an app that works with tasks, as a Nest module. */
export { RESULT_CACHE_CONNECTION, TaskConnectionsModule, type TaskConnections } from './task-connections.module.js';
