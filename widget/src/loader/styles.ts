// The launcher and the panel. `!important` on the host beats every rule of the page; inside the shadow root there are none.
// 2147483000 is above what pages use, and leaves room above it for those who must.
export const buttonStyles = `
:host{all:initial!important;position:fixed!important;inset:auto!important;width:0!important;height:0!important;z-index:2147483000!important;display:block!important;color-scheme:light dark}
@media print{:host{display:none!important}}
*{box-sizing:border-box}
button{all:unset;position:fixed;bottom:calc(var(--away) + env(safe-area-inset-bottom,0px));width:56px;height:56px;border-radius:28px;border:1px solid var(--rim);box-sizing:border-box;display:grid;place-items:center;cursor:pointer;background:var(--fill);color:var(--onFill);box-shadow:0 1px 2px #0003,0 6px 20px #0000002e;transition:transform .14s,box-shadow .14s;-webkit-tap-highlight-color:transparent;user-select:none}
.text:not(.open){width:auto;max-width:calc(100vw - 2*var(--away));grid-template-columns:auto 1fr;gap:10px;padding-inline:16px 22px;font:600 15px/1.3 system-ui,sans-serif}
.label{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.label:empty{display:none}
button:hover{box-shadow:0 1px 3px #0003,0 8px 28px #00000040}
button:active{transform:scale(.96)}
button:focus-visible{outline:3px solid var(--ring);outline-offset:3px;box-shadow:0 0 0 3px #fff}
.left{left:calc(var(--away) + env(safe-area-inset-left,0px))}
.right{right:calc(var(--away) + env(safe-area-inset-right,0px))}
svg{width:28px;height:28px;grid-area:1/1;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round;transition:opacity .12s,transform .12s}
:host([dir=rtl]) .talk{scale:-1 1}
.badge{position:absolute;top:-3px;inset-inline-end:-3px;min-width:22px;height:22px;padding:0 6px;border-radius:11px;display:grid;place-items:center;background:#c4291c;color:#fff;border:2px solid #fff;font:600 12px/1 system-ui,sans-serif;font-variant-numeric:tabular-nums}
[hidden]{display:none!important}
@media(prefers-reduced-motion:reduce){button,svg{transition:none}}
@media(forced-colors:active){button{border:2px solid ButtonText}}
`

// What is seen from the first opening on.
export const panelStyles = `
.open .label{display:none}
.down{opacity:0;transform:rotate(-30deg) scale(.7)}
.open .down{opacity:1;transform:none}
.open .talk{opacity:0;transform:scale(.7)}
.panel{position:fixed;bottom:calc(var(--away) + 68px + env(safe-area-inset-bottom,0px));width:min(380px,calc(100vw - 2*var(--away)));height:min(640px,calc(100vh - 88px - var(--away)));border-radius:var(--radius);overflow:hidden;background:#fff;border:1px solid #0000001a;box-shadow:0 2px 6px #0000001a,0 16px 48px #00000033;animation:in .14s ease-out}
.panel.dark{background:#16181d;border-color:#ffffff24}
@media(prefers-color-scheme:dark){.panel.system{background:#16181d;border-color:#ffffff24}}
iframe{all:unset;display:block;width:100%;height:100%;color-scheme:light dark}
@keyframes in{from{opacity:0;transform:translateY(8px)}}
@media(max-width:480px){.panel{inset:0;width:100%;height:100%;max-height:100dvh;border:0;border-radius:0}.open{display:none}}
@media(prefers-reduced-motion:reduce){.panel{animation:none}}
@media(forced-colors:active){.panel{border:2px solid ButtonText}}
`
