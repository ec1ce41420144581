/** What a person's own app would not let him do, in words for the developer of a test. */
export class CannotDo extends Error {
  override readonly name = 'CannotDo'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}
