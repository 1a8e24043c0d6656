import { ApiPropertyOptional } from '@nestjs/swagger';
import { pictureThemes, type PictureTheme } from '@vocalborn/speech-analysis/picture';
import { IsIn, IsOptional } from 'class-validator';

/** How a picture is to look. */
export class PictureQueryDto {
  @ApiPropertyOptional({ enum: pictureThemes, default: 'light' })
  @IsOptional()
  @IsIn(pictureThemes)
  theme?: PictureTheme;
}
