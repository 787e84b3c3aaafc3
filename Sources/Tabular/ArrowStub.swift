extension Table { public func writeArrow(to sink: inout some ByteSink) throws {}
 public init(arrow bytes: UnsafeRawBufferPointer) throws(TableError) { self.init() } }
