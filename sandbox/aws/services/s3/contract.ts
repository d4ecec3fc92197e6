/** The input of an S3 operation, from path, query, headers and body. */
export interface S3Input {
  readonly Bucket?: string
  readonly Key?: string
  readonly body: Buffer
  /** Headers that are stored with the object: type, metadata, checksums. */
  readonly kept: Record<string, string>
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
}

/** A response of S3: headers, and a body of bytes or the children of an XML element. */
export interface S3Output {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly bytes?: Buffer
  readonly xml?: readonly [root: string, children: XmlChildren]
}

export type XmlChildren = {
  readonly [tag: string]: string | number | boolean | XmlChildren | readonly XmlChildren[] | undefined
}
