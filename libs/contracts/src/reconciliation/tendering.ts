import { type Comparison, knownFrom, lastSaid } from './disagreement.js';

/** The notice: there with another id or deadline than here, or unknown here. */
export const notice: Comparison = (heard, { procurement: { notice: ours } }) =>
  lastSaid(heard, 'procurement.notice-published.v1', () => 'notice').flatMap(({ data, heard: message }) => {
    const { noticeId, requestDeadline } = data;
    const there = {
      en: `Notice ${noticeId} is published, with ${requestDeadline} as the last day for requests to participate.`,
      da: `Udbudsbekendtgørelsen ${noticeId} er offentliggjort med ${requestDeadline} som frist for ansøgninger.`,
    };
    const about = { noticeId };
    if (!ours) {
      // One that was recorded and is gone was cancelled here since, and not overlooked.
      if (message.outcome === 'applied') return [];
      return {
        kind: 'notice-unknown',
        about,
        there,
        here: { en: 'No notice is recorded.', da: 'Der er ikke noteret nogen udbudsbekendtgørelse.' },
        todo: {
          en: 'See why the message was refused, put that right, and put the message back or record the notice.',
          da: 'Se, hvorfor meddelelsen blev afvist, ret det, og læg meddelelsen tilbage, eller notér udbudsbekendtgørelsen.',
        },
        ...knownFrom(message),
      };
    }
    if (ours.noticeId === noticeId && ours.requestDeadline === requestDeadline) return [];
    return {
      kind: 'notice-differs',
      about,
      there,
      here: {
        en: `Notice ${ours.noticeId} is recorded, with ${ours.requestDeadline} as the last day for requests to participate.`,
        da: `Udbudsbekendtgørelsen ${ours.noticeId} er noteret med ${ours.requestDeadline} som frist for ansøgninger.`,
      },
      todo: {
        en: 'Look at the published notice. Where it is wrong here, cancel the procurement here and record the notice anew; where it is wrong there, have it corrected there.',
        da: 'Slå den offentliggjorte bekendtgørelse op. Er den forkert her, så annullér udbuddet her og notér bekendtgørelsen på ny; er den forkert dér, så få den rettet dér.',
      },
      ...knownFrom(message),
    };
  });

/** The end of the standstill: there on another day or with another complaint than here, or without an award here. */
export const standstill: Comparison = (heard, { procurement: { award, standstill: ended } }) =>
  lastSaid(heard, 'procurement.standstill-ended.v1', () => 'standstill').flatMap(({ data, heard: message }) => {
    const there = endOf(data);
    if (!award) {
      if (message.outcome === 'applied') return [];
      return {
        kind: 'standstill-unknown',
        about: {},
        there,
        here: { en: 'No award is recorded.', da: 'Der er ikke noteret nogen tildeling.' },
        todo: {
          en: 'Record the award, then put the message back.',
          da: 'Notér tildelingen, og læg derefter meddelelsen tilbage.',
        },
        ...knownFrom(message),
      };
    }
    const ours = ended ?? { endedOn: award.standstillEndsOn };
    const { complaint } = ours;
    const alike =
      ours.endedOn === data.endedOn &&
      complaint?.lodgedOn === data.complaint?.lodgedOn &&
      complaint?.suspendsUntil === data.complaint?.suspendsUntil;
    if (alike) return [];
    return {
      kind: 'standstill-differs',
      about: {},
      there,
      here: endOf(ours),
      todo: {
        en: 'Look at the notification of the award and the letter of the Complaints Board. Sign no contract before both sides say the same.',
        da: 'Slå underretningen om tildelingen og brevet fra Klagenævnet op. Indgå ingen kontrakt, før begge sider siger det samme.',
      },
      ...knownFrom(message),
    };
  });

interface Ended {
  readonly endedOn: string;
  readonly complaint?: { readonly lodgedOn: string; readonly suspendsUntil?: string };
}

function endOf({ endedOn, complaint }: Ended) {
  const en = `The last day of the standstill is ${endedOn}`;
  const da = `Standstill-periodens sidste dag er ${endedOn}`;
  if (!complaint) return { en: `${en}, without a complaint.`, da: `${da}, uden klage.` };
  const { lodgedOn, suspendsUntil } = complaint;
  if (suspendsUntil === undefined) {
    return {
      en: `${en}; a complaint lodged on ${lodgedOn} is not decided.`,
      da: `${da}; en klage indgivet ${lodgedOn} er ikke afgjort.`,
    };
  }
  return {
    en: `${en}; a complaint lodged on ${lodgedOn} suspends the award until ${suspendsUntil}.`,
    da: `${da}; en klage indgivet ${lodgedOn} har opsættende virkning til og med ${suspendsUntil}.`,
  };
}
