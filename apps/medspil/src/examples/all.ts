import { aiCareAssistant } from './ai-care-assistant.js';
import { dehydration } from './dehydration.js';
import { intelligentDiaper } from './intelligent-diaper.js';
import { rehabilitation } from './rehabilitation.js';

/** The partnerships Medspil was made for, as far as public sources tell of them. */
export const examples = [dehydration, intelligentDiaper, aiCareAssistant, rehabilitation] as const;
