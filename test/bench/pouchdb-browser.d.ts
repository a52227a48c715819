declare module 'pouchdb-browser' {
  class PouchDB {
    constructor(name: string)
    put(document: { readonly _id: string; readonly bytes: string }): Promise<unknown>
  }
  export = PouchDB
}
