import { Module } from '@nestjs/common';
import { ExportOwnData } from './export-own-data.js';
import { MeController } from './me.controller.js';

/** `/me` */
@Module({ controllers: [MeController], providers: [ExportOwnData] })
export class MeModule {}
