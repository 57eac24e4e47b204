import { describe, expect, it } from 'vitest'
import { findLinks } from '../../../adapters/slack/twin/links.ts'
import { readMrkdwn } from '../../../adapters/slack/twin/mrkdwn.ts'
import { renderBlocks, renderPosted } from '../../../adapters/slack/twin/render.ts'
import type { Block } from '../../../adapters/slack/twin/workspace.ts'

const names = (id: string) => ({ U1AA: 'Ana', C1AA: 'desk' })[id] ?? id
const parts = (live: { kind: string; text: string }[]) => live.map(({ kind, text }) => `${kind} ${text}`)
const whole = { styles: true, addresses: true, names: false }

describe('bare addresses', () => {
  it.each([
    ['see https://example.org/a?b=c.', ['https://example.org/a?b=c']],
    ['example.org, www.example.org', ['example.org', 'www.example.org']],
    ['(example.org/path)', ['example.org/path']],
    ['mail ana@example.org!', ['ana@example.org']],
    ['münchen.de and xn--mnchen-3ya.de', ['münchen.de', 'xn--mnchen-3ya.de']],
    ['slack://open tel:+15550100', ['slack://open', 'tel:+15550100']],
    ['at 10.30 a.m., e.g. No.5 or file.zzz', []],
    ['example.\u2060org', []],
    ['a.b.c.d', []],
  ])('%s', (text, found) => {
    expect(findLinks(text).map((link) => link.text)).toEqual(found)
  })

  it('are found in long hostile text in reasonable time', () => {
    for (const text of ['a.'.repeat(50_000), 'a'.repeat(100_000), '@'.repeat(100_000), 'http:'.repeat(20_000)]) {
      expect(findLinks(text).length).toBeLessThan(2)
    }
  })
})

describe('markup', () => {
  it.each<[string, string, string[]]>([
    ['*bold* _it_ ~gone~', 'bold it gone', ['bold bold', 'italic it', 'strike gone']],
    ['2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name', []],
    ['`*x*` ```<!here> *y*```', '*x* !here *y*', ['code *x*', 'pre !here *y*', 'mention !here']],
    [
      '<!channel> <!here|x> <!everyone>',
      '@channel @here @everyone',
      ['mention @channel', 'mention @here', 'mention @everyone'],
    ],
    ['<@U1AA> in <#C1AA|old>', '@Ana in #old', ['mention @Ana', 'mention #old']],
    ['<https://evil.example|safe> <mailto:a@b.org|me>', 'safe me', ['link safe', 'link me']],
    ['*<https://evil.example|safe>*', 'safe', ['link safe', 'bold safe']],
    ['go to example.org', 'go to example.org', ['link example.org']],
    ['&lt;!channel&gt; &amp;lt;', '<!channel> &lt;', []],
    ['&gt; said\nplain', 'said\nplain', ['quote said']],
    ['@channel #desk', '@channel #desk', []],
    [':tada: 10:30:45', ':tada: 10:30:45', ['emoji :tada:']],
    ['<!date^1700000000^{date}|then>', 'then', ['date then']],
  ])('%s', (source, text, live) => {
    const read = readMrkdwn(source, names, whole)
    expect([read.text, parts(read.live)]).toEqual([text, live])
  })
})

describe('blocks', () => {
  const rich = (...elements: object[]) => [{ type: 'rich_text', elements }] as Block[]
  const section = (...elements: object[]) => ({ type: 'rich_text_section', elements })
  const text = (words: string, style?: object) => ({ type: 'text', text: words, ...(style && { style }) })

  it.each<[string, Block[], string, string[]]>([
    [
      'plain text stays plain',
      [{ type: 'section', text: { type: 'plain_text', text: '*a* <!channel> @here', emoji: false } }],
      '*a* <!channel> @here',
      [],
    ],
    [
      'colon names become emoji unless told not to',
      [{ type: 'header', text: { type: 'plain_text', text: ':x:' } }],
      ':x:',
      ['heading :x:', 'emoji :x:'],
    ],
    [
      'markup in a markup slot lives',
      [{ type: 'section', text: { type: 'mrkdwn', text: '*a* <!channel>' } }],
      'a @channel',
      ['mention @channel', 'bold a'],
    ],
    [
      'rich text is text',
      rich(section(text('<!channel> *a* '), text('b', { bold: true }))),
      '<!channel> *a* b',
      ['bold b'],
    ],
    [
      'addresses are found across the seams of a run',
      rich(section(text('exam', { bold: true }), text('ple.org'))),
      'example.org',
      ['bold exam', 'link example.org'],
    ],
    ['but not in code', rich(section(text('example.org', { code: true }))), 'example.org', ['code example.org']],
    [
      'quotes and lists',
      rich(
        { type: 'rich_text_quote', elements: [text('said')] },
        { type: 'rich_text_list', style: 'bullet', elements: [section(text('one'))] },
      ),
      'said\n• one',
      ['quote said', 'list • one'],
    ],
    [
      'mentions',
      rich(
        section(
          { type: 'user', user_id: 'U1AA' },
          { type: 'broadcast', range: 'here' },
          { type: 'link', url: 'https://a.org', text: 'a' },
        ),
      ),
      '@Ana@herea',
      ['mention @Ana', 'mention @here', 'link a'],
    ],
    [
      'small print',
      [
        {
          type: 'context',
          elements: [
            { type: 'plain_text', text: 'one' },
            { type: 'plain_text', text: 'two' },
          ],
        },
        { type: 'divider' },
      ],
      'one two',
      [],
    ],
  ])('%s', (_, blocks, shown, live) => {
    const read = renderBlocks(blocks, names)
    expect([read.text, parts(read.live)]).toEqual([shown, live])
  })

  it('hide the text that stands in for them', () => {
    const posted = { ts: '1.000001', text: '<!channel>', edited: false }
    const blocks: Block[] = [{ type: 'section', text: { type: 'plain_text', text: 'card' } }]
    expect(renderPosted({ ...posted, blocks }, names)).toEqual({ text: 'card', live: [] })
    expect(renderPosted(posted, names).live).toEqual([{ kind: 'mention', text: '@channel' }])
    expect(renderPosted({ ...posted, text: '@here', parse: 'full' }, names).live).toHaveLength(1)
    expect(renderPosted({ ...posted, text: '*a* <!here>', mrkdwn: false }, names).live).toHaveLength(1)
  })
})
