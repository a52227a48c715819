import type { Messages } from '../messages.ts'

const toSupplier = 'Send this text to your system supplier'
const goesOn = 'Data already here, if any, stays in use; it will be tried again automatically'

export const enErrors: Messages['errors'] = {
  OPTIONS_INVALID: { what: 'The checkout is set up wrongly', next: toSupplier },
  INPUT_INVALID: { what: 'What was entered has the wrong form', next: 'Correct it as shown and try again' },
  INPUT_TOO_LARGE: { what: 'What was entered is too long', next: 'Shorten it and try again' },
  INSECURE_CONTEXT: {
    what: 'The page is not on a secure connection, so the browser will not encrypt',
    next: 'Open the register at its https address',
  },
  FEATURE_MISSING: { what: 'This browser lacks something the checkout needs', next: 'Update the browser' },
  CLOSED: { what: 'The checkout is closed', next: 'Reload the page' },
  ABORTED: { what: 'The action was stopped', next: 'Try again if it is still wanted' },
  STORAGE_UNAVAILABLE: {
    what: 'The browser’s storage cannot be opened',
    next: 'Leave private mode, or check the browser’s settings',
  },
  STORAGE_QUOTA_EXCEEDED: { what: 'The disk is full; nothing was saved', next: 'Free some space and try again' },
  STORAGE_UPGRADE_BLOCKED: {
    what: 'Another window still runs an older version',
    next: 'Close the other register windows and reload',
  },
  PART_MISSING: { what: 'A part of this page has not been downloaded', next: 'Go online, then reload the page' },
  STORAGE_CORRUPT: {
    what: 'Data stored on this till cannot be read',
    next: 'Call a supervisor; do not clear the browser’s data',
  },
  METADATA_INVALID: { what: 'The published data has the wrong form and was not used', next: goesOn },
  METADATA_UNSIGNED: { what: 'The published data is not correctly signed and was not used', next: goesOn },
  METADATA_EXPIRED: { what: 'The published data has expired', next: 'Connect to the network to update' },
  METADATA_ROLLBACK: { what: 'The data received is older than ours and was not used', next: goesOn },
  METADATA_MISMATCH: { what: 'The published data contradicts itself and was not used', next: goesOn },
  METADATA_TOO_LARGE: { what: 'The published data is over its size limit and was not used', next: goesOn },
  TARGET_UNKNOWN: { what: 'The published data lacks a file that is needed', next: goesOn },
  TARGET_MISMATCH: { what: 'A downloaded file is not the signed one and was not used', next: goesOn },
  TARGET_TOO_LARGE: { what: 'A downloaded file is over its size limit and was not used', next: goesOn },
  SEGMENT_MALFORMED: { what: 'A file of the brand database has the wrong form and was not used', next: goesOn },
  FILTER_MALFORMED: { what: 'A file of used serial numbers has the wrong form and was not used', next: goesOn },
  BRANDS_INVALID: { what: 'The brands file has the wrong form and was not used', next: goesOn },
  SCHEME_INVALID: { what: 'The rules file has the wrong form and was not used', next: goesOn },
  PLATFORM_INFO_INVALID: { what: 'The platform’s file has the wrong form and was not used', next: goesOn },
  CATALOG_MISSING: { what: 'This till has no brand database yet', next: 'Connect to the network to fetch it' },
  TRANSPORT_FAILED: {
    what: 'The platform cannot be reached',
    next: 'Records are saved, and sent when the network is back',
  },
  PROTOCOL_INVALID: {
    what: 'The platform’s answer could not be understood',
    next: 'Records are saved, and sent again automatically',
  },
  NOT_ENROLLED: {
    what: 'This till is not enrolled',
    next: 'Enrol it with its code; until then it sells at full price',
  },
  ENROLMENT_REFUSED: { what: 'The platform refused to enrol this till', next: 'Check the code, or ask the platform' },
  RECORD_INVALID: { what: 'A record has the wrong form', next: toSupplier },
  RECORD_UNSIGNED: { what: 'A record is not correctly signed', next: toSupplier },
  CHAIN_FORKED: { what: 'This till’s chain of records has forked', next: 'Ask the platform to enrol this till again' },
  SALE_UNKNOWN: { what: 'This till has no such sale', next: 'Check the number, or go online and look it up' },
  SALE_STATE: { what: 'This cannot be done to the sale now', next: 'Check the sale’s state first' },
  BUYER_USED: { what: 'This buyer’s data was used for another sale', next: 'Enter the buyer again' },
  RECEIPT_INVALID: { what: 'The receipt code is not valid', next: 'Check that it is a subsidy receipt of this scheme' },
  TABLE_INVALID: { what: 'The table has faults', next: 'Correct the rows and columns named and try again' },
  INTERNAL: { what: 'An internal fault', next: toSupplier },
}
