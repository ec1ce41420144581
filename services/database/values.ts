/**
 * Both engines get the same: objects as JSON text, moments as ISO 8601, absent as null.
 * An array is an SQL array; an array for a jsonb column must come as JSON text.
 */
export function bindable(value: unknown): unknown {
  if (value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (value === null || typeof value !== 'object' || Array.isArray(value) || ArrayBuffer.isView(value)) return value
  return JSON.stringify(value)
}
