"""Many documents: read, restored and written shard by shard, by as many workers and machines as there are.

``sources`` finds the files, ``shards`` cuts them into pieces of work, ``readers`` turn a piece into records, a step restores
them, ``sinks`` write them. Nothing here imports torch, datatrove or pyarrow before it is needed.
"""
