/** Answers as models write them: what is common, and what is commonly wrong. Made up for these tests. */
const fence = '```';

export const CORPUS: Readonly<Record<string, string>> = {
  'short article': `# Why cities plant trees

Street trees **cool the air**, slow the rain and make people walk more.
They are also *surprisingly cheap*.

## What they do

- Shade lowers surface temperature by up to 12 °C
- Leaves catch dust and soot
- Roots store rain water

## Conclusion

A tree planted today pays back in ~15 years.`,
  'preamble and sections': `Here is the article you asked for:

# Remote Work in 2026

Remote work is no longer an *experiment*. It is how **38%** of office workers spend most of the week.

---

## Pros

1. **Focus** – fewer interruptions
2. **Time** – no commute
3. **Reach** – hire anywhere

## Cons

1. Loneliness
2. Blurred borders

> "We shape our tools and thereafter our tools shape us."
> — attributed to Marshall McLuhan`,
  'outer markdown fence': `${fence}markdown
# Guide

Run this:

${fence}bash
npm install
npm start
${fence}

Then open <http://localhost:3000>.
${fence}
`,
  'outer fence with four ticks': `${fence}\`markdown
# Guide

${fence}
bare code
${fence}

Done.
${fence}\``,
  'outer fence with bare code inside': `${fence}md
Intro

${fence}
const a = 1;
${fence}

Outro
${fence}

I hope this helps!`,
  'thinking first': `<think>
The user wants a list.

- maybe three items
</think>

- Apples
- Pears
- Plums
`,
  'thinking that never ends': `<think>
I should write about bees, but first`,
  'steps with code between': `## Install

1. Install Node:

   ${fence}bash
   curl -fsSL https://example.com/setup.sh | bash
   ${fence}

2. Create a project:

${fence}bash
npm create vite@latest
${fence}

3. Start it:

${fence}bash
npm run dev
${fence}

Open \`http://localhost:5173\`.`,
  'nested lists of every depth': `- Fruit
  - Citrus
    - Orange
      - Blood orange
        - Moro
  - Stone fruit
- Vegetables

  Loose paragraph in an item.

  1. Root
     - Carrot
     - Beet
  2. Leaf
- Nuts`,
  'nested by two under numbers': `1. Planning
  - Define the goal
  - Name the owner
2. Doing
  - Start small
     - really small
10. Reviewing
   - What went well
   - What did not

     with a paragraph`,
  'gemini style bullets': `*   **First point:** it matters.
    *   Detail one
    *   Detail two
*   **Second point:** it matters, too.

    More on the second.`,
  'task list': `## Launch checklist

- [x] Domain
- [x] Privacy policy
- [ ] Screenshots
  - [ ] Chrome
  - [X] Firefox
- [ ]
- [link](https://example.com) is no task`,
  table: `| Plan | Price | Seats |
|:-----|------:|:-----:|
| Free | $0 | 1 |
| Team | $10 | **10** |
| Company | [ask](https://example.com/sales) | ∞ |

All prices per month.`,
  'ragged table': `Model | Score | Note
--- | --- | ---
A | 1
B | 2 | good | really good
C | 3 | a \\| b
| | |
D | \`x|y\` | code`,
  'table in a list': `1. Compare:

   | a | b |
   |---|---|
   | 1 | 2 |

2. Decide.`,
  'inline math': `The roots of $ax^2 + bx + c = 0$ are \\(x = \\frac{-b \\pm \\sqrt{b^2-4ac}}{2a}\\).
It costs $5, or $4.50 from 10 pieces on, so $50 in all; US$12 and A$3 too.
Euler: $$e^{i\\pi} + 1 = 0$$ is famous.`,
  'display math': `Maxwell:

$$
\\nabla \\cdot \\mathbf{E} = \\frac{\\rho}{\\varepsilon_0}
$$

and also
\\[
\\oint_C \\mathbf{B} \\cdot d\\mathbf{l} = \\mu_0 I
\\]
where $I$ is the current.

$$ a - b $$

$$
- this never ends
- as a formula

${fence}math
\\sum_{i=1}^n i
${fence}`,
  'code in many languages': `${fence}python
def f(x: int) -> int:
    """Doc."""

    return x * 2  # \`twice\`
${fence}

${fence}tsx
export const A = () => <b>{'$' + 1}</b>;
${fence}

~~~c++
std::vector<std::string> v;
~~~

${fence}brainfuck
++++[>++<-]
${fence}

${fence}
plain
${fence}

${fence}json {"title": "x"}
{}
${fence}`,
  'code that is never closed': `Look:

${fence}js
const answer = 42;

function`,
  'html in text': `Use <b>bold</b>, a <span style="color:red">span</span>, <kbd>Ctrl</kbd> and <!-- a comment -->.
First<br>second<br/>third. E = mc<sup>2</sup>, H<sub>2</sub>O, the 10<sup>th</sup>, <u>underlined</u>, <u>not closed.

<div align="center">

centered

</div>

The type is std::vector<std::string> and a < b > c.`,
  details: `<details>
<summary>How does it <b>work</b>?</summary>

It works with **steam**.

${fence}html
</details>
${fence}

- one
- two

</details>

<details><summary>One line</summary>short</details>
<details open>
<summary>
Two lines
</summary>
<details>
<summary>Inner</summary>
x
</details>
y
</details>

After.`,
  callouts: `> [!NOTE]
> Useful information.

> [!WARNING] Mind the gap
> Danger.
>
> - more
> - and more

> [!unknown]
> Text

:::tip Custom title
Body with **bold**.

Second paragraph.
:::

::::danger
:::info
nested
:::
::::

:::details More
hidden
:::`,
  quotes: `> One
> two
lazy three
>
> > nested
> > deep
>
> 1. list in quote

> another quote
# Heading right after`,
  'setext headings and rules': `Title
=====

Subtitle
---

* * *
- - -
text
***
#### Four
##### Five
###### Six ######
####### seven
#no heading
#`,
  chinese: `# 城市为什么种树

**注意：**树木可以降低温度，"**绿化（街道）**"很重要。
第二行没有空格。价格是$5，而不是$6。

- 第一点：降温
- 第二点：**净化空气**，减少灰尘

参考：https://example.com/树木。`,
  japanese: `## 概要

これは**「重要」**な点です。*斜体*も使えます。

1. 手順その１
2. 手順その２

以上です。`,
  korean: `**중요(필수)**는 꼭 확인하세요. ~~취소~~된 항목입니다.`,
  'arabic and hebrew': `# مقدمة

هذا نص **عريض** مع رابط [هنا](https://example.com/ar).

- بند أول
- بند ثانٍ

שלום \u202Eabc\u202C עולם`,
  emoji: `# 🚀 Launch 👨‍👩‍👧‍👦

- ✅ done
- ❌ failed 🏴󠁧󠁢󠁥󠁮󠁧󠁿
- 👍🏽 *nice* **🎉**

🇩🇪🇫🇷🇯🇵`,
  'links of all kinds': `[ok](https://example.com/a?b=c#d "title") [mail](mailto:a@example.com) <b@example.com>
[relative](/docs) [script](javascript:alert(1)) [data](data:text/html;base64,AAAA) [ftp](ftp://example.com/x)
[local](http://localhost:3000) [user](https://user:pw@example.com) [empty]() [spaces](<https://example.com/a b>)
https://example.com/path_(x), http://example.org. README.md and node.js are no links; www.example.com neither.
[**bold** and \`code\`](https://example.com/x|y) [bracket](https://[::1]/)`,
  images: `![A chart](https://example.com/chart.png "Chart")

Text with ![](https://example.com/inline.gif) inside, ![local](./a.png), ![](./b.png) and ![](data:image/png;base64,iVBOR).

[![badge](https://example.com/badge.svg)](https://example.com/ci)`,
  'reference links': `See [the docs][docs] and [1].

[docs]: https://example.com/docs "Docs"
[1]: <https://example.com/1>

Now [the docs][docs], [docs] and [1] work.

- [x][later]

[later]: https://example.com/later`,
  footnotes: `Water boils at 100 °C[^1] at sea level.[^note]

[^1]: At 1013 hPa.
[^note]: See https://example.com/boiling`,
  'emphasis mixes': `***both*** **bold *in* bold** *it **in** it* ~~gone **and bold**~~ __under__ _it_ snake_case_name 2*3*4
**unclosed bold and *unclosed italic
\\*not italic\\* \\# \\[x\\] &copy; &lt;b&gt; &nbsp; &#128512; &unknown; \`code with **stars** and \\ back\` \`\` a\`b \`\``,
  'line breaks': `Roses are red,
Violets are blue,  
hard break above\\
and above.

Name: Ada
Born: 1815`,
  'address and mail': `Dear Ms Lee,

thank you for your order no. 2026-118.

Kind regards,
Jo Meyer
Example Ltd
1 Main Street
Springfield`,
  'windows line ends': '# Title\r\n\r\nText\r\nmore\r\n\r\n- a\r\n- b\r\n',
  'front matter': `---
title: Test
tags: [a, b]
---

# Body`,
  'indented code and tabs': `Text

    indented code

    more code

\t- not a list

1.\ttabbed
\tcontinued

-\ta
\t-\tb`,
  'list edge cases': `- a
- 
- b

+ c
* d
1) e
2) f

0. zero
1. one

- # heading in item
- > quote in item
- ${fence}
  code in item
  ${fence}
- - - deep
- a
lazy
text right after

1986. A year
that was`,
  'mermaid and diff': `${fence}mermaid
graph TD
  A[Start] --> B{OK?}
${fence}

${fence}diff
- old
+ new
${fence}`,
  'control characters':
    'a\u0000b\u0007c\u200Bd\uFEFFe \uD83D f\u2028g\n\n```\nx\u0000\u001By\n```\n\n&#0;&#x202E;&#xD800;',
  'only whitespace': ' \n\t\n\n  \n',
  empty: '',
  'meeting notes': `Sure! Here are the notes:

**Date:** 2026-11-20
**Present:** Ana, Bo, Chi

### Decisions
- Ship on **Friday**
- Budget: $12k (was $10k)

### Actions
| Who | What | When |
|---|---|---|
| Ana | Draft<br>and review | Mon |
| Bo | ~~Call~~ mail the customer | Tue |

**Next meeting:** Monday`,
  recipe: `# Pancakes 🥞

*Serves 4 · 20 min*

## Ingredients
* 200 g flour
* ½ tsp salt
* 2 eggs

## Steps
1. Whisk flour and salt.
2. Add eggs; stir until smooth.

   **Tip:** let it rest for 10 min.
3. Fry in butter at ~180 °C.

Enjoy!`,
  'definition style': `**Term**
: A definition

Key\\: value
Another: \`value\`

Q: What?
A: That.`,
};
