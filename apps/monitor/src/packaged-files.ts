import { fileURLToPath } from 'node:url';

/** At the root of `src`, so that the paths hold in the bundle `dist/main.js` as well. */
const packaged = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The built dashboard, beside the monitor both in the workspace and in the image. */
export const dashboardFolder = packaged('../../monitor-web/dist');

/** The alert file unless ALERT_RULES_FILE names another one. */
export const defaultAlertFile = packaged('../alerts.yaml');
