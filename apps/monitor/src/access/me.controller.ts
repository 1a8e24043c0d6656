import { Get } from '@nestjs/common';
import { Flag, Text } from '@vocalborn/api-description';
import { Endpoint, OperatorController } from '../http/endpoint.js';
import { Caller, type Operator } from './operator.js';

/** The answer of `GET /api/me`. */
export class MeDto {
  @Text({ example: 'basic:operator', description: '`basic:<user>` or `admin:<user id>`.' })
  name!: string;

  @Flag({ description: 'Whether the caller may change anything.' })
  may_act!: boolean;
}

@OperatorController('api/me', 'operators')
export class MeController {
  @Get()
  @Endpoint({ summary: 'The caller, and whether they may change anything.', answers: MeDto, takesNoQuery: true })
  me(@Caller() { name, mayAct }: Operator): MeDto {
    return { name, may_act: mayAct };
  }
}
