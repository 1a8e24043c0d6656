/** Recovery as a Nest module, for the apps that host it. */
export { RecoveryModule } from './recovery.module.js';
