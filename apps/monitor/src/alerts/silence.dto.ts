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
