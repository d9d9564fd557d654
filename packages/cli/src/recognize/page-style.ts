/** The page's style sheet. @param ramp a CSS gradient of the motion colours */
export function pageStyle(ramp: string): string {
  return `
:root{--paper:#faf9f6;--card:#fff;--ink:#26262b;--muted:#66646b;--line:#e6e3dc;--track:#eceae4;--quiet:#a8a5aa;--answer:#c6324c}
@media (prefers-color-scheme:dark){:root{--paper:#17171a;--card:#202024;--ink:#ecebe8;--muted:#a5a2a8;--line:#313137;--track:#303036;--quiet:#77747c;--answer:#ef5f72}}
*{box-sizing:border-box;margin:0}
body{background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;padding:clamp(20px,4vw,56px);-webkit-text-size-adjust:100%}
header,main,.unread,footer{max-width:1320px;margin-inline:auto}
h1{font-size:clamp(1.6rem,1.2rem + 1.6vw,2.3rem);font-weight:600;letter-spacing:-.02em;line-height:1.2}
.lead{max-width:66ch;text-wrap:pretty;margin-top:.6rem;color:var(--muted)}
.controls{display:flex;flex-wrap:wrap;gap:14px 32px;align-items:center;margin:1.6rem 0 2rem}
.masks-switch{position:absolute;opacity:0;pointer-events:none}
.toggle{display:inline-flex;align-items:center;gap:10px;cursor:pointer;font-weight:500}
.knob{width:40px;height:24px;border-radius:12px;background:var(--quiet);position:relative;transition:background .2s}
.knob::after{content:"";position:absolute;inset:3px auto 3px 3px;width:18px;border-radius:50%;background:#fff;transition:transform .2s}
.masks-switch:checked~header .knob{background:var(--answer)}
.masks-switch:checked~header .knob::after{transform:translateX(16px)}
.masks-switch:focus-visible~header .knob{outline:2px solid var(--ink);outline-offset:3px}
.legend{display:inline-flex;align-items:center;gap:10px;color:var(--muted);font-size:.875rem}
.ramp{width:132px;height:10px;border-radius:5px;background:${ramp}}
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,310px),1fr));gap:24px;align-items:start}
article{background:var(--card);border:1px solid var(--line);border-radius:14px;overflow:hidden}
.photo{position:relative;width:100%;overflow:hidden;background:var(--track)}
.photo img{display:block;position:absolute;inset:0;width:100%;height:100%}
.masked,.crop .plain{opacity:0;transition:opacity .25s}
.photo:hover .masked,.masks-switch:checked~main .masked,.crop:hover .plain{opacity:1}
.box{position:absolute;border:2px solid #fff;border-radius:6px;outline:1px solid rgb(0 0 0/.45);pointer-events:none}
.box span{position:absolute;left:-2px;bottom:calc(100% + 5px);padding:1px 8px;border-radius:6px;background:rgb(30 30 34/.88);color:#fff;font-size:.8125rem;font-weight:500;white-space:nowrap}
.box.end span{left:auto;right:-2px}
.box.low span{bottom:auto;top:4px;left:4px}
.box.low.end span{left:auto;right:4px}
figcaption{display:flex;justify-content:space-between;gap:12px;padding:10px 16px 0;color:var(--muted);font-size:.8125rem;overflow-wrap:anywhere}
article:not(:has(ol)) figcaption{padding-bottom:12px}
ol,ul{list-style:none;padding:0}
.face{display:grid;grid-template-columns:92px minmax(0,1fr);gap:14px;padding:12px 16px 16px}
.face+.face{border-top:1px solid var(--line)}
.crop{position:relative;width:92px;height:92px;border-radius:8px;overflow:hidden;background:var(--track);margin-top:6px}
.crop img{position:absolute;inset:0;width:100%;height:100%}
h2{font-size:1.0625rem;font-weight:600;line-height:1.3;margin-bottom:4px}
h2 small{display:inline-block;min-width:1.5em;padding:0 .35em;border-radius:5px;background:var(--track);color:var(--muted);font-size:.75em;text-align:center}
.face ul li{display:grid;grid-template-columns:5.1em minmax(0,1fr) 2.7em;gap:6px;align-items:center;font-size:.78125rem;line-height:1.5;color:var(--muted)}
.face ul li span:first-child{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.face ul li span:last-child{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.face ul li.answer{color:var(--ink);font-weight:500}
.face i{height:8px;border-radius:4px;background:var(--track);overflow:hidden}
.face b{display:block;height:100%;min-width:2px;border-radius:4px;background:var(--quiet)}
.answer b{background:var(--answer)}
.wide{grid-column:1/-1}
.wide .photo{max-width:900px;margin-inline:auto}
.wide ol{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr))}
.wide .face+.face{border-top:0}
.unread{margin-top:40px}
.unread li{color:var(--muted);overflow-wrap:anywhere}
.unread strong{color:var(--ink);font-weight:500}
footer{margin-top:48px;padding-top:20px;border-top:1px solid var(--line);color:var(--muted);font-size:.875rem}
footer p{max-width:80ch}
.facts{margin-top:10px;font-size:.8125rem}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
@media print{body{padding:0}article{break-inside:avoid}.controls{display:none}}
`;
}
