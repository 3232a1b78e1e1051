"""Compiled work by somebody else is heard of: Ctrl-C ends the wait for it, wherever the system delivers the signal."""

import signal
import threading
import time

import pytest

from clever_coalitions.sim.strangers import interruptibly


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="signals to threads are those of POSIX")
def test_a_signal_that_does_not_wake_the_main_thread_is_heard_all_the_same():
    over = threading.Event()

    def interrupt():
        time.sleep(0.3)
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)

    sender = threading.Thread(target=interrupt)
    began = time.monotonic()
    sender.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            interruptibly(over.wait, 20.0)
        assert time.monotonic() - began < 10.0
    finally:
        over.set()
        sender.join()


def test_what_the_work_raises_reaches_the_caller():
    def work(text):
        raise ZeroDivisionError(text)

    with pytest.raises(ZeroDivisionError, match="as it is"):
        interruptibly(work, "as it is")
