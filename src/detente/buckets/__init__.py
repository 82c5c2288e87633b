"""What lies in a bucket of object storage (S3, or what is asked as it is), and how is it fetched and put?

    paths     which object, or which of them, is meant by `s3://bucket/key`?
    putting   how is something put there, and only where nobody else did meanwhile?
    stream    what are the bytes of an object?
    fetching  how does what reads files alone get at objects?
    client    who asks, with whose credentials?
    failing   what does it mean that storage refuses, or does not answer?

What is wrong with one object is an `ObjectError`, an `OSError` as a file of a folder would raise; what is
wrong with all of them, such as credentials or the network, is an `InputError`. Neither quotes what the
client says: it may hold an address with a key in it. boto3 is an extra, and imported where it is used.
"""

from __future__ import annotations

from detente.buckets.failing import ObjectError
from detente.buckets.paths import BucketPath, Entry, is_in_bucket

__all__ = ["BucketPath", "Entry", "ObjectError", "is_in_bucket"]
