"""What the kernel refuses to a process from now on; no root is needed, and nothing undoes it.

Three walls, each of its own make, so that a kernel or container that lacks one still has the rest:
resource limits; Landlock (Linux 5.13), by which only folders named here can be read and nothing
can be written; a seccomp filter through libseccomp (a part of every Debian), by which there is no
new socket, no other program, no other process.
"""

import ctypes
import logging
import os
import resource
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_log = logging.getLogger(__name__)

_SYSTEM_FOLDERS: Final = ("/usr", "/lib", "/lib64", "/etc/fonts", "/proc/self", "/sys")
_SYSTEM_FILES: Final = (
    "/etc/ld.so.cache",
    "/dev/null",
    "/dev/urandom",
    "/proc/cpuinfo",
    "/proc/meminfo",
)

_PR_SET_NO_NEW_PRIVS: Final = 38

# Landlock's system calls have one number on every architecture.
_CREATE_RULESET: Final = 444
_ADD_RULE: Final = 445
_RESTRICT_SELF: Final = 446
_ASK_VERSION: Final = 1
_PATH_BENEATH: Final = 1
_READ_FILE: Final = 1 << 2
_READ_FOLDER: Final = 1 << 3
_EXECUTE: Final = 1 << 0
_RIGHTS: Final = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1}
"""All rights over files that a version knows: what is handled and not granted is refused."""
_NET_SINCE: Final = 4
_NET: Final = 0b11
"""Binding and connecting by TCP."""

_FORBIDDEN: Final = (
    *("socket", "socketpair", "connect", "bind", "listen", "accept", "accept4"),
    *("execve", "execveat", "fork", "vfork", "kill", "tkill", "ptrace"),
    *("process_vm_readv", "process_vm_writev", "pidfd_open", "pidfd_getfd"),
    *("mount", "unshare", "setns", "bpf", "perf_event_open", "io_uring_setup", "userfaultfd"),
    *("keyctl", "add_key", "request_key", "shmget", "shmat", "mq_open", "memfd_create"),
    *("unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat", "symlink"),
    *("symlinkat", "mkdir", "mkdirat", "rmdir", "truncate", "chmod", "fchmod", "fchmodat"),
    *("chown", "fchown", "fchownat", "lchown", "mknod", "mknodat", "creat"),
)
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000
"""Plus an errno."""
_EPERM: Final = 1
_ENOSYS: Final = 38
_TSYNC: Final = 4
_MASKED_EQUAL: Final = 7
_CLONE_THREAD: Final = 0x10000


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("net", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("rights", ctypes.c_uint64), ("folder", ctypes.c_int32)]


class _Compare(ctypes.Structure):
    _fields_ = [
        ("argument", ctypes.c_uint),
        ("how", ctypes.c_int),
        ("mask", ctypes.c_uint64),
        ("value", ctypes.c_uint64),
    ]


def limit(memory_mb: int) -> None:
    """Bound the address space (0: unbounded); no byte is written to a file, no core is left."""
    if memory_mb:
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = memory_mb * 1024 * 1024
        bound = min(wanted, most) if most > 0 else wanted
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def see_only(folders: Iterable[str]) -> bool:
    """Let this thread and all that it starts read these folders and the system's libraries only.

    Returns whether the kernel can do that. No file can be written or made, no TCP line opened.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    if version < 1:
        _log.warning("this kernel has no Landlock: the caged reader can read files")
        return False
    handled = _Ruleset(_RIGHTS.get(version, _RIGHTS[3]), _NET if version >= _NET_SINCE else 0)
    size = ctypes.sizeof(handled) if version >= _NET_SINCE else ctypes.sizeof(ctypes.c_uint64)
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(handled), ctypes.c_size_t(size), 0)
    for folder in (*_SYSTEM_FOLDERS, *folders):
        _grant(libc, ruleset, folder, _READ_FILE | _READ_FOLDER | _EXECUTE)
    for file in _SYSTEM_FILES:
        _grant(libc, ruleset, file, _READ_FILE)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    is_shut: bool = libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return is_shut


def _grant(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    if not Path(path).exists():
        return
    folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    rule = _Beneath(rights, folder)
    libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    os.close(folder)


def forbid_calls() -> bool:
    """Refuse system calls that reading a picture never needs; return whether that is possible."""
    try:
        library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    except OSError:
        _log.warning("libseccomp is missing: the caged reader can open sockets")
        return False
    library.seccomp_init.restype = ctypes.c_void_p
    filter_ = ctypes.c_void_p(library.seccomp_init(_ALLOW))
    library.seccomp_attr_set(filter_, _TSYNC, 1)
    for name in _FORBIDDEN:
        _refuse(library, filter_, name, _EPERM)
    # Threads stay possible (HEIF wants them): the C library falls back to clone from clone3.
    _refuse(library, filter_, "clone3", _ENOSYS)
    no_thread = _Compare(0, _MASKED_EQUAL, _CLONE_THREAD, 0)
    _refuse(library, filter_, "clone", _EPERM, no_thread)
    is_shut: bool = library.seccomp_load(filter_) == 0
    library.seccomp_release(filter_)
    return is_shut


def _refuse(
    library: ctypes.CDLL,
    filter_: ctypes.c_void_p,
    name: str,
    error: int,
    compare: _Compare | None = None,
) -> None:
    number = library.seccomp_syscall_resolve_name(name.encode())
    if number < 0:
        return  # this architecture has no such call
    given = ctypes.byref(compare) if compare is not None else None
    action = ctypes.c_uint32(_REFUSE | error)
    library.seccomp_rule_add_array(filter_, action, number, 1 if given else 0, given)
