import type { Answer } from './answer.ts'
import { getChat, getChatMember, getMe, sendChatAction } from './asking.ts'
import { deleteMessage, editMessageReplyMarkup, editMessageText } from './editing.ts'
import { deleteWebhook, getUpdates, getWebhookInfo, setWebhook } from './listening.ts'
import type { Pace } from './pace.ts'
import type { Polling } from './polling.ts'
import { answerCallbackQuery } from './pressing.ts'
import * as profile from './profile.ts'
import { sendMessage } from './sending.ts'
import type { Params } from './spec.ts'
import type { Webhook } from './webhook.ts'
import type { World } from './world.ts'

/** What a method may touch. */
export type Stage = { world: World; polling: Polling; webhook: Webhook; pace: Pace }

/** The parameters have the declared types already. `gone` fires when the caller hangs up. */
export type Method = (stage: Stage, params: Params, gone: AbortSignal) => Answer | Promise<Answer>

export const methods: Readonly<Record<string, Method>> = {
  getMe,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  sendMessage,
  editMessageText,
  editMessageReplyMarkup,
  deleteMessage,
  answerCallbackQuery,
  getChat,
  getChatMember,
  sendChatAction,
  ...profile,
}
