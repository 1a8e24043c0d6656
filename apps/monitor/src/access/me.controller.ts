import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Operator } from './operator.js';

@ApiTags('operators')
@Controller('api/me')
export class MeController {
  @Get()
  @ApiOperation({ summary: 'Who is asking, and whether they may change anything.' })
  me(@Caller() { name, mayAct }: Operator) {
    return { name, may_act: mayAct };
  }
}
