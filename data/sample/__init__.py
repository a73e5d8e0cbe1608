"""The sample committee 政协示例市委员会: everything in it is invented. Standard library only; knows nothing of ``duty_cli``."""
