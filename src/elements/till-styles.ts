/**
 * The register's own look. A host changes it by custom properties:
 * `--tradein-accent --tradein-good --tradein-warn --tradein-bad --tradein-surface --tradein-text --tradein-font`,
 * and by the parts named in the views.
 */
import { css, type CSSResult } from 'lit'

export const tillStyles: CSSResult = css`
  :host {
    --accent: var(--tradein-accent, #0b5cad);
    --good: var(--tradein-good, #0a7d33);
    --warn: var(--tradein-warn, #8a5a00);
    --bad: var(--tradein-bad, #b3261e);
    --surface: var(--tradein-surface, #ffffff);
    --text: var(--tradein-text, #1b1f24);
    --soft: #f2f4f7;
    --line: #d5dae1;
    --quiet: #57606a;
    display: grid;
    grid-template-rows: auto 1fr auto;
    min-block-size: 100%;
    box-sizing: border-box;
    background: var(--soft);
    color: var(--text);
    font: 16px/1.45 var(--tradein-font, system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif);
  }
  :host([hidden]) { display: none; }
  * { box-sizing: border-box; }
  h1, h2, h3, p, ul, dl, dd, table { margin: 0; padding: 0; }
  h1 { font-size: 1.15rem; }
  h2 { font-size: 1rem; margin-block-end: .6rem; }
  button, input, summary { font: inherit; color: inherit; }
  button {
    border: 1px solid var(--line); border-radius: .5rem; background: var(--surface);
    padding: .5rem .9rem; cursor: pointer; min-block-size: 2.5rem; white-space: nowrap;
  }
  button:hover { border-color: var(--accent); }
  button:disabled { opacity: .5; cursor: default; }
  button.primary { background: var(--accent); border-color: var(--accent); color: #fff; font-weight: 600; }
  button.big { inline-size: 100%; min-block-size: 3.4rem; font-size: 1.15rem; }
  button.quiet { border-color: transparent; background: none; padding: .25rem .5rem; min-block-size: 2rem; color: var(--accent); }
  kbd { font: inherit; font-size: .75rem; border: 1px solid currentColor; border-radius: .25rem; padding: 0 .3rem; margin-inline-start: .4rem; opacity: .8; }
  input { inline-size: 100%; padding: .55rem .7rem; border: 1px solid #8b95a1; border-radius: .5rem; background: var(--surface); }
  :focus-visible { outline: 3px solid var(--accent); outline-color: color-mix(in srgb, var(--accent) 55%, transparent); outline-offset: 1px; }
  .panel { background: var(--surface); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; }
  .quiet-text { color: var(--quiet); font-size: .9rem; }

  header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; padding: .6rem 1rem; background: var(--surface); border-block-end: 1px solid var(--line); }
  header .grow { flex: 1; }
  .chips { display: flex; flex-wrap: wrap; gap: .4rem; list-style: none; }
  .chip { display: inline-flex; gap: .35rem; align-items: center; border-radius: 999px; padding: .15rem .7rem; font-size: .88rem; background: var(--soft); border: 1px solid var(--line); }
  .chip::before { content: ''; inline-size: .6rem; block-size: .6rem; border-radius: 50%; background: var(--quiet); }
  .good::before { background: var(--good); }
  .warn::before { background: #e09b00; }
  .bad::before { background: var(--bad); }
  .chip.good { color: var(--good); } .chip.warn { color: var(--warn); } .chip.bad { color: var(--bad); }

  main { display: grid; grid-template-columns: minmax(0, 1fr) minmax(20rem, 26rem); gap: 1rem; padding: 1rem; align-items: start; }
  @media (max-width: 60rem) { main { grid-template-columns: minmax(0, 1fr); } }
  .column { display: grid; gap: 1rem; }
  .ask label { display: block; font-size: 1.2rem; font-weight: 600; margin-block-end: .4rem; }
  .ask .box { display: flex; gap: .5rem; margin-block-end: .5rem; }
  .ask .box button { flex: none; }
  .ask input { font-size: 1.4rem; padding: .7rem .9rem; border-width: 2px; border-color: var(--accent); }
  .notice { border-inline-start: .4rem solid; border-radius: .4rem; padding: .6rem .9rem; background: var(--surface); }
  .notice.good { border-color: var(--good); background: #e8f5ec; }
  .notice.warn { border-color: #e09b00; background: #fff6e0; }
  .notice.bad { border-color: var(--bad); background: #fdecea; }
  .notice strong { display: block; }
  .notice ul, .actions ul { padding-inline-start: 1.2rem; }

  .line { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .3rem 1rem; border-inline-start: .5rem solid var(--line); }
  .line.eligible { border-inline-start-color: var(--good); }
  .line.ineligible { border-inline-start-color: var(--bad); }
  .line.undetermined { border-inline-start-color: #e09b00; }
  .line h2 { font-size: 1.05rem; margin: 0; }
  .verdict { display: inline-flex; align-items: center; gap: .4rem; font-weight: 700; border-radius: .4rem; padding: .1rem .6rem; }
  .eligible .verdict { color: #fff; background: var(--good); }
  .ineligible .verdict { color: #fff; background: var(--bad); }
  .undetermined .verdict { color: #2b1d00; background: #ffc94d; }
  .reasons { grid-column: 1 / -1; list-style: none; display: grid; gap: .3rem; }
  .reasons li { padding: .35rem .6rem; border-radius: .4rem; background: var(--soft); }
  .reasons .action { color: var(--quiet); }
  .facts { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: .4rem; }
  .facts button { min-block-size: 2rem; padding: .15rem .6rem; }
  .money { font-variant-numeric: tabular-nums; text-align: end; white-space: nowrap; }
  .hits { list-style: none; display: grid; gap: .4rem; }
  .hits button { inline-size: 100%; text-align: start; white-space: normal; }

  .fields { display: grid; gap: .6rem; }
  .fields label { display: grid; gap: .15rem; font-size: .9rem; }
  .fields [aria-invalid='true'] { border-color: var(--bad); border-width: 2px; }
  .totals { display: grid; grid-template-columns: 1fr auto; gap: .2rem 1rem; font-variant-numeric: tabular-nums; }
  .totals dd { text-align: end; }
  .totals .pay { font-size: 1.9rem; font-weight: 700; }
  .totals .less { color: var(--good); font-weight: 600; }
  .actions { display: grid; gap: .6rem; margin-block-start: 1rem; outline: 0; }
  details { margin-block-start: .8rem; }
  details ol { padding-inline-start: 1.4rem; font-size: .9rem; }

  .sales { list-style: none; display: grid; }
  .sales li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .1rem .6rem; padding-block: .5rem; border-block-end: 1px solid var(--line); font-size: .92rem; }
  .sales li:last-child { border: 0; }
  .sales .less { color: var(--good); }

  footer { padding: .5rem 1rem; color: var(--quiet); font-size: .88rem; background: var(--surface); border-block-start: 1px solid var(--line); }

  .tradein-receipt { max-inline-size: 22rem; margin-inline: auto; font-size: .95rem; }
  .receipt-title { text-align: center; font-size: 1.15rem; }
  .receipt-notice, .receipt-code { text-align: center; }
  .receipt-row, .receipt-total { display: flex; justify-content: space-between; gap: 1rem; }
  .receipt-total { font-size: 1.3rem; font-weight: 700; }
  .receipt-row dt { color: var(--quiet); }
  .receipt-row dd { text-align: end; overflow-wrap: anywhere; }
  .receipt-item { font-size: 1rem; margin-block-start: .4rem; }
  .receipt-heading { font-size: .9rem; }
  .receipt-text { font-size: .88rem; color: var(--quiet); }
  .receipt-rule { border: 0; border-block-start: 1px dashed var(--quiet); }
  .receipt-code { margin: .5rem 0 0; }
  @media print {
    :host { display: block; background: #fff; }
    header, footer, .no-print { display: none !important; }
    main { display: block; padding: 0; }
    .panel { border: 0; padding: 0; }
  }
`
