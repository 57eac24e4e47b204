import type { Limits } from '#contract'

/** Numbers only; the vendor's page stands beside each. */
export const limits: Limits = {
  // 50 blocks in a message, five of them kept for rows of buttons. https://docs.slack.dev/reference/block-kit/blocks
  blocks: 45,
  // Undocumented: about 13,200 characters in all blocks together answer msg_blocks_too_long (github.com/slackapi/bolt-js/issues/2509).
  messageWeight: 10_000,
  // 3,000 in one text object. https://docs.slack.dev/reference/block-kit/composition-objects/text-object
  blockWeight: 2_900,
  // https://docs.slack.dev/reference/block-kit/block-elements/button-element
  labelChars: 75,
  // 25 elements in one actions block; five abreast is what a phone shows. https://docs.slack.dev/reference/block-kit/blocks/actions-block
  actionsPerRow: 5,
  rows: 5,
  // A notice is a message that only one person sees: one text object of it stays readable.
  noticeChars: 2_900,
  form: {
    // https://docs.slack.dev/reference/views/modal-views
    titleChars: 24,
    // https://docs.slack.dev/reference/block-kit/blocks/input-block
    labelChars: 2_000,
    hintChars: 2_000,
    // https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
    textChars: 3_000,
    // https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
    options: 100,
    // https://docs.slack.dev/reference/block-kit/composition-objects/option-object
    optionChars: 75,
    // 100 blocks in a modal, two kept for the words above the questions. https://docs.slack.dev/reference/views/modal-views
    fields: 98,
  },
  // One message a second in a channel, short bursts allowed, and a cap for the workspace that Slack does not publish
  // (525 a minute is what others budget). https://docs.slack.dev/apis/web-api/rate-limits
  pace: { platformPerSecond: 8, placePerSecond: 1, placeBurst: 3 },
}

/** Where our own writing must stay below Slack's numbers, beyond what the contract asks for. */
export const own = {
  // https://docs.slack.dev/reference/block-kit/blocks/header-block
  headerChars: 150,
  // Shown in notifications only, where less is visible; Slack cuts at 40,000. https://docs.slack.dev/reference/methods/chat.postMessage
  summaryChars: 2_000,
  // https://docs.slack.dev/reference/views/modal-views
  submitChars: 24,
  // https://docs.slack.dev/reference/block-kit/composition-objects/text-object
  textObjectChars: 3_000,
} as const
