/** The page's only style sheet. Its digest is in the page's content security policy, so no other style can apply. */
export const STYLE = `
:root{color-scheme:light dark;
--bg:#f5f6f8;--card:#fff;--ink:#171c24;--dim:#4d5765;--faint:#646e7c;--line:#e2e6eb;--soft:#f0f2f5;
--pass:#16794a;--pass-bg:#e5f4eb;--fail:#bd1f30;--fail-bg:#fdebec;--warn:#8c5a00;--warn-bg:#fdf2da;--info:#1f57b5;--info-bg:#e8f0fd;
--s0:#1f57b5;--s1:#0c8a8a;--s2:#b26a00;--s3:#bd1f30;--s4:#7a3fb0;--s5:#56606e;
--shadow:0 1px 2px rgb(20 30 45/.05),0 4px 14px rgb(20 30 45/.05);
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
@media (prefers-color-scheme:dark){:root{
--bg:#0f1318;--card:#171c23;--ink:#e7ebf1;--dim:#a3adba;--faint:#8d97a4;--line:#2a313b;--soft:#1e242d;
--pass:#4fc58d;--pass-bg:#11291d;--fail:#ff8087;--fail-bg:#34171b;--warn:#eab54f;--warn-bg:#2e240f;--info:#82adff;--info-bg:#152440;
--s0:#82adff;--s1:#4cc4c4;--s2:#eab54f;--s3:#ff8087;--s4:#c39bff;--s5:#a3adba;--shadow:none}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main,.top,footer{max-width:1120px;margin:0 auto;padding:0 24px}
a{color:var(--info)}
a:focus-visible,summary:focus-visible{outline:3px solid var(--info);outline-offset:2px;border-radius:4px}
code,pre,.mono{font-family:var(--mono);font-size:.875em}
code{overflow-wrap:anywhere}
h1,h2,h3,h4,p{margin:0}
h2{font-size:20px;line-height:1.3;letter-spacing:-.01em;margin:44px 0 14px}
h3{font-size:15px;line-height:1.4}
.skip{position:absolute;left:-9999px}.skip:focus{left:24px;top:12px;background:var(--card);padding:8px 12px;z-index:1}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.dim{color:var(--dim)}.faint{color:var(--faint)}
.top{padding-top:32px}
.trail{display:flex;flex-wrap:wrap;gap:4px 18px;color:var(--dim);font-size:13.5px}
.trail b{color:var(--ink);font-weight:600}
.verdict{margin:14px 0 0;padding:26px 28px;border-radius:14px;border:1px solid var(--line);border-left:8px solid var(--c);background:var(--card);box-shadow:var(--shadow);display:flex;gap:20px;align-items:flex-start}
.verdict>div{display:grid;gap:6px;min-width:0}
.verdict h1{font-size:29px;line-height:1.2;letter-spacing:-.02em;text-wrap:balance}
.verdict p{color:var(--dim);font-size:16.5px;max-width:75ch}
.verdict .mark{width:46px;height:46px;font-size:25px;margin-top:-2px}
.pass{--c:var(--pass);--cb:var(--pass-bg)}.fail,.error{--c:var(--fail);--cb:var(--fail-bg)}
.inconclusive{--c:var(--warn);--cb:var(--warn-bg)}.skipped{--c:var(--dim);--cb:var(--soft)}.info,.noted{--c:var(--info);--cb:var(--info-bg)}
.mark{display:inline-grid;place-items:center;flex:none;width:20px;height:20px;border-radius:50%;background:var(--cb);color:var(--c);font-weight:700;font-size:12px;line-height:1}
.verdict p b,.verdict p code{color:var(--ink)}.verdict p.next{overflow-wrap:anywhere}
.note{margin-top:12px;padding:11px 16px;border-radius:10px;background:var(--info-bg);color:var(--ink);font-size:14.5px;overflow-wrap:anywhere}
.note b{color:var(--info)}
.jump{position:sticky;top:0;z-index:1;margin-top:16px;background:var(--bg);border-bottom:1px solid var(--line)}
.jump>div,.search{max-width:1120px;margin:0 auto;padding:8px 24px;display:flex;gap:4px 18px;overflow-x:auto;white-space:nowrap;font-size:14px}
.jump a{text-decoration:none;padding:2px 0}.jump a:hover{text-decoration:underline}
.search{padding-top:0;gap:8px 10px;align-items:center;overflow:visible;flex-wrap:wrap}.search[hidden]{display:none}
.search label{color:var(--dim)}.search input,.search select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--faint);border-radius:8px;padding:4px 10px;min-height:32px}
.search input{flex:1 1 16em;min-width:0}.search output{color:var(--dim);font-variant-numeric:tabular-nums}
.search input:focus-visible,.search select:focus-visible{outline:3px solid var(--info);outline-offset:1px}
section[id],main{scroll-margin-top:128px}
@media (min-width:621px){.jump>div{flex-wrap:wrap}}
[hidden]{display:none!important}
.first{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:16px;margin-top:16px}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;box-shadow:var(--shadow);padding:18px 20px;min-width:0}
.first .card h2{margin:0 0 10px;font-size:13px;letter-spacing:.01em;color:var(--dim);font-weight:600}
.plain{list-style:none;margin:0;padding:0}
.first li{display:flex;gap:10px;align-items:baseline;padding:5px 0;line-height:1.4;overflow-wrap:anywhere}
.first li .mark{align-self:start;margin-top:1px}
.first li .took{margin-left:auto;white-space:nowrap;padding-left:8px}
.took{color:var(--faint);font-size:13px;font-variant-numeric:tabular-nums}
.sum{font-size:20px;font-weight:650;letter-spacing:-.01em;line-height:1.3;margin-bottom:6px}
.more{display:block;margin-top:8px;font-size:13.5px}
.decide{margin-top:16px}.decide .facts{margin:0;grid-template-columns:130px minmax(0,1fr)}.decide dt{font-weight:600}
.badge{display:inline-block;padding:1px 8px;border-radius:99px;background:var(--cb,var(--soft));color:var(--c,var(--dim));font-size:12.5px;font-weight:600;white-space:nowrap;line-height:1.6}
.finding{border-left:5px solid var(--c);margin-bottom:12px;padding:16px 20px}
.finding h3{font-size:16px;display:flex;gap:10px;overflow-wrap:anywhere}
.finding .about{display:flex;flex-wrap:wrap;gap:2px 14px;margin:4px 0 0 30px;font-size:13.5px;color:var(--dim);overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:96px minmax(0,1fr);gap:6px 14px;margin:12px 0 0 30px}
.facts dt{color:var(--dim);font-size:13.5px;padding-top:1px}.facts dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}
.facts pre{margin:0;padding:10px 12px;border-radius:8px;background:var(--soft);white-space:pre-wrap;overflow-wrap:anywhere;max-height:320px;overflow:auto}
.facts .next{font-weight:500}.facts .next code{background:var(--soft);border-radius:4px;padding:1px 5px;font-weight:400;-webkit-box-decoration-break:clone;box-decoration-break:clone}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:14.5px}
th{text-align:left;font-weight:600;font-size:13px;color:var(--dim);padding:0 14px 8px 0;border-bottom:1px solid var(--line);vertical-align:bottom}
#way-back td:first-child{min-width:11em}
td{padding:10px 14px 10px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
tr:last-child td{border-bottom:0}
th:last-child,td:last-child{padding-right:0}
td .mark{vertical-align:-4px}
td .plain li{display:flex;gap:8px;align-items:baseline;padding:1px 0}td .plain .mark{align-self:start}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.nowrap{white-space:nowrap}
.change-path{font-weight:600}
.props{list-style:none;margin:6px 0 0;padding:0;font-size:13.5px}
.props li{padding:1px 0}
del,ins{text-decoration:none;font-family:var(--mono);font-size:12.5px;padding:1px 4px;border-radius:4px;overflow-wrap:anywhere}
del{background:var(--fail-bg);color:var(--fail)}ins{background:var(--pass-bg);color:var(--pass)}
table.changes td:first-child,table.changes th:first-child{padding-left:14px;min-width:210px}.risks td:first-child,.risks th:first-child{padding-left:14px}.risks td:last-child,.risks th:last-child{padding-right:14px}.risks td[data-label=Owner]{min-width:7em}
th{white-space:nowrap}
tr.differs td{background:var(--warn-bg)}tr.differs td:first-child{box-shadow:inset 4px 0 0 var(--warn)}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:16px;margin-top:16px}
.chart{margin:10px 0 0}.chart>svg{display:block;width:100%;height:auto}
.grid{stroke:var(--line);stroke-width:1}.tick{fill:var(--faint);font-size:12px}
.end{text-anchor:end}.middle{text-anchor:middle}
.limit{stroke:var(--fail);stroke-width:1.5;stroke-dasharray:5 4}.limit-label{fill:var(--fail);font-size:12px;font-weight:600}
.line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.line.s0{stroke:var(--s0)}.line.s1{stroke:var(--s1)}.line.s2{stroke:var(--s2)}.line.s3{stroke:var(--s3)}.line.s4{stroke:var(--s4)}.line.s5{stroke:var(--s5)}
.dot.s0{fill:var(--s0)}.dot.s1{fill:var(--s1)}.dot.s2{fill:var(--s2)}.dot.s3{fill:var(--s3)}.dot.s4{fill:var(--s4)}.dot.s5{fill:var(--s5)}
figcaption{display:flex;flex-wrap:wrap;gap:2px 18px;font-size:13.5px;color:var(--dim);margin-top:6px}
figcaption b{color:var(--ink);font-variant-numeric:tabular-nums}.swatch{width:16px;height:8px;margin-right:6px}
.span{display:block;width:100%;height:10px;border-radius:5px;margin-top:6px}
.rail{fill:var(--soft)}.bar{fill:var(--c)}
.row{display:grid;grid-template-columns:74px minmax(0,1fr) minmax(90px,32%) 84px;gap:4px 14px;padding:7px 0;border-top:1px solid var(--line);font-size:14px}
.row:first-child{border-top:0}
.row .at{color:var(--faint);font-variant-numeric:tabular-nums;font-size:13px;padding-top:1px}
.row .took{text-align:right}.row .what{overflow-wrap:anywhere}
details{background:var(--card);border:1px solid var(--line);border-radius:12px;margin-bottom:10px;box-shadow:var(--shadow)}
.card+details,.charts+details{margin-top:16px}
summary{cursor:pointer;padding:13px 20px;font-weight:600;display:flex;gap:10px;align-items:baseline;list-style:none}
summary::-webkit-details-marker{display:none}
summary::before{content:"";flex:none;align-self:center;width:7px;height:7px;border-right:2px solid var(--faint);border-bottom:2px solid var(--faint);transform:rotate(-45deg);margin-right:2px}
details[open]>summary::before{transform:rotate(45deg)}
summary .took{margin-left:auto;font-weight:400}
.inside{padding:2px 20px 16px}
.state{font-size:14.5px;color:var(--dim);margin-bottom:14px}
footer{color:var(--dim);font-size:13.5px;padding-top:36px;padding-bottom:56px}
@media (max-width:860px){.first{grid-template-columns:1fr}}
@media (max-width:620px){
main,.top,footer,.jump>div,.search{padding-left:14px;padding-right:14px}.search label{display:none}.search{flex-wrap:nowrap}.search select{width:8.5em}.search output{display:none}.top{padding-top:18px}
.verdict{padding:18px;gap:14px}.verdict h1{font-size:23px}.verdict p{font-size:15.5px}.verdict .mark{width:36px;height:36px;font-size:20px}
.card,.finding{padding:14px 16px}.inside{padding:2px 16px 14px}summary{padding:12px 16px}
.finding .about,.facts{margin-left:0}.facts,.decide .facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:8px}
table.stack,table.stack tbody,table.stack tr,table.stack td{display:block}
table.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table.stack tr{padding:10px 0;border-bottom:1px solid var(--line)}table.stack tr:last-child{border-bottom:0}
table.stack td{border:0;padding:3px 0}table.stack td:empty{display:none}
table.stack td[data-label]::before{content:attr(data-label);display:block;font-size:12.5px;color:var(--dim);font-weight:600}
table.stack .num{text-align:left}
table.stack td.sign{float:left;margin-right:10px}
.tick,.limit-label{font-size:17px}
table.changes td:first-child,.risks td:first-child{padding-left:0;min-width:0}tr.differs td,tr.differs td:first-child{background:none;box-shadow:none}table.changes tr.differs{background:var(--warn-bg);border-radius:8px;padding:10px 12px;margin-bottom:8px;border-bottom:0}
.row{grid-template-columns:62px minmax(0,1fr) 70px}.row .track{grid-column:2/-1;grid-row:2}}
@media print{
:root{color-scheme:light;--bg:#fff;--shadow:none}
body{font-size:11pt}main,.top,footer{max-width:none;padding:0}
details::details-content{content-visibility:visible;block-size:auto}
.card,.finding,tr,figure{break-inside:avoid}.skip,.more,.jump{display:none}
.facts pre{max-height:none}}
`
