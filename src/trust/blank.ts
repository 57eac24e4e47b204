/** Whether a reader would see nothing: spaces and invisible marks are no words. */
export const blank = (text: string) => !/[\p{L}\p{N}\p{P}\p{S}]/u.test(text)
