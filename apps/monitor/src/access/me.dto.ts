import { ApiProperty } from '@nestjs/swagger';

/** The answer of `GET /api/me`. */
export class MeDto {
  @ApiProperty({ example: 'basic:operator', description: '`basic:<user>`, or `admin:<user id>`.' })
  name!: string;

  @ApiProperty({ description: 'Whether they may change anything.' })
  may_act!: boolean;
}
