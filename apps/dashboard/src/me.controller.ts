import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { authority, type Role } from '#partnership';
import { CurrentPrincipal, type Principal } from '#platform';

const commands = Object.keys(authority) as (keyof typeof authority)[];

export class Me {
  @ApiProperty({ example: 'project-manager-0561' }) subject: string;
  @ApiProperty({ example: 'project-manager' }) role: string;
  @ApiProperty({ description: 'Municipality code or CVR number', example: '0561' }) organisation: string;
  @ApiProperty({ type: [String], description: 'Commands the role may give', example: ['PlanMilestone'] })
  may: string[];
}

@ApiTags('Session')
@Controller('me')
export class MeController {
  @Get()
  @ApiOperation({ summary: 'Who the token says one is, and what one may do' })
  @ApiOkResponse({ type: Me })
  me(@CurrentPrincipal() { subject, role, organisation }: Principal): Me {
    return { subject, role, organisation, may: commands.filter((type) => authority[type].includes(role as Role)) };
  }
}
