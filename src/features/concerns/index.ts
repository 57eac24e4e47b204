import type { Feature } from '../../engine/feature.ts'
import * as answers from './acts/answer.ts'
import * as capture from './acts/capture.ts'
import * as claims from './acts/claim.ts'
import * as clocks from './acts/clocks.ts'
import * as consent from './acts/consent.ts'
import * as desk from './acts/desk.ts'
import * as verdict from './acts/verdict.ts'
import * as voice from './acts/voice.ts'
import { loadDesk, loadDraft, loadWaiting } from './cards.ts'
import * as deskViews from './views/desk.ts'
import * as draftViews from './views/draft.ts'
import * as mineViews from './views/mine.ts'
import * as voiceViews from './views/voice.ts'

/** The life of a concern, from capture to verdict. */
export const concerns: Feature = {
  name: 'concerns',
  acts: {
    forwarded: capture.forwarded,
    typed: capture.typed,
    relay: capture.relay,
    write: capture.write,
    edit: capture.edit,
    file: capture.file,
    send: consent.send,
    send_topic: consent.sendTopic,
    ask_author: consent.askAuthor,
    drop: consent.drop,
    lapse_draft: consent.lapse,
    sort: consent.sort,
    sorted: consent.sorted,
    legal_aid: consent.legalAid,
    hand_over: claims.handOver,
    claim: claims.claim,
    answer: answers.answer,
    decline: answers.decline,
    ask: answers.ask,
    take: desk.take,
    more: desk.more,
    original: desk.original,
    refresh: desk.refresh,
    queue: desk.queue,
    arrived: desk.arrived,
    overdue: desk.overdue,
    resettle: desk.resettle,
    settled: verdict.settled,
    partly: verdict.partly,
    not_settled: verdict.notSettled,
    reopen: verdict.reopen,
    reply: voice.reply,
    correct: voice.correct,
    withdraw: voice.withdraw,
    withdraw_sure: voice.withdrawSure,
    mine: voice.mine,
    show: voice.show,
    came_back: voice.cameBack,
    remind: clocks.remind,
    close: clocks.close,
    settle: clocks.settle,
    lapse_inquiry: clocks.lapseInquiry,
    reached: clocks.reached,
    part: clocks.part,
    part_later: clocks.partLater,
  },
  commands: [
    {
      name: 'relay',
      act: 'concerns.relay',
      scopes: ['private', 'community', 'desk'],
      description: ({ t }) => t(($) => $.concerns.command.relay),
    },
    {
      name: 'mine',
      act: 'concerns.mine',
      scopes: ['private'],
      description: ({ t }) => t(($) => $.concerns.command.mine),
    },
    {
      name: 'desk',
      act: 'concerns.queue',
      scopes: ['desk', 'private'],
      description: ({ t }) => t(($) => $.concerns.command.desk),
    },
  ],
  posts: {
    receipt: draftViews.receipt,
    author_no: draftViews.authorNo,
    author_silent: draftViews.authorSilent,
    lapsed: draftViews.lapsed,
    answered: voiceViews.answered,
    reminder: voiceViews.reminder,
    thanks: voiceViews.thanks,
    asked: voiceViews.asked,
    closed_unconfirmed: voiceViews.closedUnconfirmed,
    mine: mineViews.mine,
    claimed: voiceViews.claimed,
    author_came: voiceViews.authorCame,
    overdue: deskViews.overdue,
  },
  cards: {
    draft: { load: loadDraft, draw: draftViews.draft },
    desk: { load: loadDesk, draw: deskViews.deskCard },
    waiting: { load: loadWaiting, draw: voiceViews.waiting },
  },
  clocks: {
    draft: 'concerns.lapse_draft',
    consent: 'concerns.lapse_draft',
    overdue: 'concerns.overdue',
    lapse: 'concerns.lapse_inquiry',
    remind: 'concerns.remind',
    close: 'concerns.close',
    settle: 'concerns.settle',
    part: 'concerns.part',
  },
  delivered: { desk: 'concerns.arrived', answered: 'concerns.reached', reminder: 'concerns.reached' },
  reactions: {
    closed: 'concerns.part_later',
    withdrawn: 'concerns.part_later',
    desk_checked: 'concerns.resettle',
    came_back: 'concerns.came_back',
  },
  hears: { forward: 'concerns.forwarded', text: 'concerns.typed' },
}
