import { Controller, Get } from '@nestjs/common';

/** Tells whoever opens the monitor where its tables are. */
@Controller()
export class IndexController {
  @Get()
  index() {
    return {
      service: 'VocalBorn monitor',
      tables: ['/api/live/tasks', '/api/live/queues', '/api/live/workers'],
      access: 'Authorization: Bearer <token of an admin>, or the basic credentials of MONITOR_BASIC_AUTH',
      health: ['/health/live', '/health/ready', '/health/startup'],
      metrics: '/metrics',
    };
  }
}
