import type { Methods } from './call.ts'
import { callbackMethods } from './callbacks.ts'
import { editMethods } from './edits.ts'
import { fileMethods } from './files.ts'
import { messageMethods } from './messages.ts'
import { profileMethods } from './profile.ts'
import { updateMethods } from './updates.ts'

/** What the stand-in does; every other method of the table answers loudly that it does not. */
export const implemented: Methods = {
  ...updateMethods,
  ...profileMethods,
  ...messageMethods,
  ...fileMethods,
  ...editMethods,
  ...callbackMethods,
}
