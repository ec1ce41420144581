/** Where the short exchanges inside one step keep their state. Losing it costs one question, never a case. */
export interface ExchangeStore {
  read(key: string): Promise<string | undefined>
  write(key: string, value: string, secondsToLive: number): Promise<void>
  delete(key: string): Promise<void>
}
