import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsNotEmpty, IsString, Max, MaxLength, Min } from 'class-validator';

const monthOfMinutes = 43_200;

/** `POST /api/alerts/silences` */
export class SilenceDto {
  @ApiProperty({ description: 'Name of the rule.' })
  @IsString()
  @IsNotEmpty()
  name!: string;

  @ApiProperty({ minimum: 1, maximum: monthOfMinutes })
  @IsInt()
  @Min(1)
  @Max(monthOfMinutes)
  minutes!: number;

  @ApiProperty({ maxLength: 500 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  reason!: string;
}

/** A silence that is not over. */
export class PresentSilenceDto {
  @ApiProperty({ format: 'uuid' })
  silence_id!: string;

  @ApiProperty({ example: '佇列積壓告警', description: 'Name of the rule.' })
  name!: string;

  @ApiProperty({ example: 'basic:operator', description: 'Who asked for it.' })
  actor!: string;

  @ApiProperty({ example: 'planned maintenance' })
  reason!: string;

  @ApiProperty({ format: 'date-time' })
  until!: string;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;
}

/** The answer of `GET /api/alerts/silences`. */
export class SilencesDto {
  @ApiProperty({ type: [PresentSilenceDto], description: 'Those that end first come first.' })
  silences!: PresentSilenceDto[];
}

/** A silence that was begun or ended. */
export class SilenceEndDto {
  @ApiProperty({ format: 'uuid' })
  silence_id!: string;

  @ApiProperty({ example: '佇列積壓告警', description: 'Name of the rule.' })
  name!: string;

  @ApiProperty({ format: 'date-time' })
  until!: string;
}
