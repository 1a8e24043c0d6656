import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ForOperators } from '../http/answers.js';
import { TakesNoQuery } from '../http/no-query.js';
import { MeDto } from './me.dto.js';
import { Caller, type Operator } from './operator.js';

@ApiTags('operators')
@ForOperators()
@TakesNoQuery()
@Controller('api/me')
export class MeController {
  @Get()
  @ApiOperation({ summary: 'Who is asking, and whether they may change anything.' })
  @ApiOkResponse({ type: MeDto })
  me(@Caller() { name, mayAct }: Operator): MeDto {
    return { name, may_act: mayAct };
  }
}
