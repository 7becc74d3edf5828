// What Node has of WebAssembly and its types leave out; only what is used here.
declare namespace WebAssembly {
  class Module {
    private readonly kind: 'module'
  }
  class Memory {
    constructor(limits: { initial: number; maximum: number })
  }
  function compile(code: Uint8Array): Promise<Module>
}
