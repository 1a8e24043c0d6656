import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@vocalborn/api-description';
import { Public } from '../access/operator.js';

/** The addresses of the app, for people and scripts. */
@ApiExcludeController()
@Public()
@Controller()
export class IndexController {
  @Get('api')
  index() {
    return {
      service: 'VocalBorn monitor',
      dashboard: '/',
      api: '/docs',
      figures: '/api/kpis',
      tables: [
        '/api/live/tasks',
        '/api/live/queues',
        '/api/live/workers',
        '/api/tasks/page',
        '/api/alerts',
        '/api/audit',
      ],
      events: '/api/events',
      access:
        'Authorization: Bearer <token of an admin>, or the credentials of MONITOR_BASIC_AUTH or MONITOR_READONLY_AUTH',
      health: ['/health/live', '/health/ready', '/health/startup', '/healthcheck'],
      metrics: '/metrics',
    };
  }
}
