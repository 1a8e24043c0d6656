import IconBell from '@tabler/icons-react/icons/IconBell';
import IconClipboardList from '@tabler/icons-react/icons/IconClipboardList';
import IconGauge from '@tabler/icons-react/icons/IconGauge';
import IconPlayerPlay from '@tabler/icons-react/icons/IconPlayerPlay';
import IconListSearch from '@tabler/icons-react/icons/IconListSearch';
import IconRefresh from '@tabler/icons-react/icons/IconRefresh';
import IconServer from '@tabler/icons-react/icons/IconServer';
import IconStack2 from '@tabler/icons-react/icons/IconStack2';
import type { Icon } from '@tabler/icons-react';
import { lazy, type ComponentType } from 'react';
import { ActivePage } from '../active/active-page.js';
import { AlertsPage } from '../alerts/alerts-page.js';
import { AuditPage } from '../audit/audit-page.js';
import type { Words } from '../language/dictionaries.js';
import { RetryPolicyPage } from '../tasks/retry-policy-page.js';
import { TasksPage } from '../tasks/tasks-page.js';
import { WorkersPage } from '../workers/workers-page.js';

interface PageEntry {
  readonly path: string;
  readonly name: keyof Words['pages'];
  readonly Icon: Icon;
  readonly Page: ComponentType;
}

// Charts are the largest dependency: pages with charts load on demand.
const OverviewPage = lazy(() => import('../overview/overview-page.js'));
const QueuesPage = lazy(() => import('../overview/queues-page.js'));

/** Pages of the menu, in order. */
export const pages: readonly PageEntry[] = [
  { path: '/', name: 'overview', Icon: IconGauge, Page: OverviewPage },
  { path: '/active', name: 'active', Icon: IconPlayerPlay, Page: ActivePage },
  { path: '/tasks', name: 'tasks', Icon: IconListSearch, Page: TasksPage },
  { path: '/queues', name: 'queues', Icon: IconStack2, Page: QueuesPage },
  { path: '/workers', name: 'workers', Icon: IconServer, Page: WorkersPage },
  { path: '/retry-policy', name: 'retryPolicy', Icon: IconRefresh, Page: RetryPolicyPage },
  { path: '/alerts', name: 'alerts', Icon: IconBell, Page: AlertsPage },
  { path: '/audit', name: 'audit', Icon: IconClipboardList, Page: AuditPage },
];
