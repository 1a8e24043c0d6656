import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@vocalborn/api-description';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Page } from '../access/operator.js';
import { Problem } from '../http/problem.js';

/** The names of assets contain a hash of their content. */
const assets = /^\/assets\/[\w.-]+$/;
const icon = '/icon.svg';

/** The dashboard: its files, and its one page for every address of the dashboard. */
@ApiExcludeController()
@Page()
@Controller()
export class DashboardController {
  @Get(['/', '*'])
  async read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const path = request.url.split('?', 1)[0] ?? '/';
    if (assets.test(path)) {
      await reply.sendFile(path.slice(1), { maxAge: '365d', immutable: true });
    } else if (path === icon) {
      await reply.sendFile(path.slice(1));
    } else if (path !== '/' && (path.startsWith('/api/') || !isPageView(request))) {
      throw new Problem(404, 'there is nothing at this address; /docs tells what there is');
    } else {
      await reply.header('Cache-Control', 'no-cache').sendFile('index.html', { cacheControl: false });
    }
  }
}

/** Whether a browser opens the address as a page. A probe with a wrong address must get a 404. */
const isPageView = ({ headers }: FastifyRequest): boolean => headers.accept?.includes('text/html') ?? false;
